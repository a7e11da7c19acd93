"""AWS as moto keeps it, with the faults of moto mended. The only importer of moto."""
