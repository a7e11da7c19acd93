def check_principles(left, lefts, right, rights):
    return ()
