// Tries, from a page, every way in which a browser sends a request to an address, each to a path of its own.
const reach = (kind, query = "") => `${target}/kind-${kind}${query}`;
const element = (name, attributes) => document.body.append(Object.assign(document.createElement(name), attributes));
const quiet = (promise) => promise.catch(() => {});
const form = (kind, attributes) => {
  element("iframe", { name: kind });
  const made = Object.assign(document.createElement("form"), { action: reach(kind), method: "POST", target: kind, ...attributes });
  made.append(Object.assign(document.createElement("input"), { name: '{"a": "', value: '"}' }));
  document.body.append(made);
  made.submit();
};
const script = (url) => `fetch(${JSON.stringify(url)}, {method: "POST", mode: "no-cors", body: "{}"})`;
const styled = (css) => {
  document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
  document.body.append(Object.assign(document.createElement("p"), { className: "styled", textContent: "styled" }));
};
const clicked = (attributes) => {
  const link = Object.assign(document.createElement("a"), { textContent: "a link", ...attributes });
  document.body.append(link);
  link.click();
};
const framed = (kind, html) => element("iframe", { srcdoc: html });
const worker = (kind, Kind, text) => new Kind(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
const guess = { Authorization: "AWS4-HMAC-SHA256 Credential=guess/20260101/eu-west-1/s3/aws4_request" };
const kinds = {
  "fetch-get": (kind) => quiet(fetch(reach(kind))),
  "fetch-get-no-cors": (kind) => quiet(fetch(reach(kind), { mode: "no-cors" })),
  "fetch-post-text": (kind) => quiet(fetch(reach(kind), { method: "POST", mode: "no-cors", body: '{"a": 1}' })),
  "fetch-post-form": (kind) => quiet(fetch(reach(kind), { method: "POST", mode: "no-cors", body: new URLSearchParams({ Action: "CreateRole" }) })),
  "fetch-post-json": (kind) => quiet(fetch(reach(kind), { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" })),
  "fetch-put": (kind) => quiet(fetch(reach(kind), { method: "PUT", body: "a" })),
  "fetch-delete": (kind) => quiet(fetch(reach(kind), { method: "DELETE" })),
  "fetch-signed": (kind) => quiet(fetch(reach(kind), { method: "POST", headers: guess, body: "{}" })),
  "fetch-credentials": (kind) => quiet(fetch(reach(kind), { credentials: "include", mode: "no-cors" })),
  "fetch-localhost": (kind) => quiet(fetch(reach(kind).replace("127.0.0.1", "localhost"), { method: "POST", mode: "no-cors", body: "{}" })),
  "fetch-keepalive": (kind) => quiet(fetch(reach(kind), { method: "POST", keepalive: true, mode: "no-cors", body: "{}" })),
  "fetch-range": (kind) => quiet(fetch(reach(kind), { headers: { Range: "bytes=0-9" } })),
  "fetch-private-network": (kind) => quiet(fetch(reach(kind), { targetAddressSpace: "loopback" })),
  "fetch-head": (kind) => quiet(fetch(reach(kind), { method: "HEAD", mode: "no-cors" })),
  "fetch-patch": (kind) => quiet(fetch(reach(kind), { method: "PATCH", body: "{}" })),
  "fetch-amz-target": (kind) => quiet(fetch(reach(kind), { method: "POST", headers: { "X-Amz-Target": "Logs_20140328.CreateLogGroup" }, body: "{}" })),
  "xhr-get": (kind) => { const request = new XMLHttpRequest(); request.open("GET", reach(kind)); request.withCredentials = true; request.send(); },
  xhr: (kind) => { const request = new XMLHttpRequest(); request.open("POST", reach(kind)); request.send("{}"); },
  beacon: (kind) => navigator.sendBeacon(reach(kind), "{}"),
  "form-text": (kind) => form(kind, { enctype: "text/plain" }),
  "form-multipart": (kind) => form(kind, { enctype: "multipart/form-data" }),
  "form-get": (kind) => form(kind, { method: "GET" }),
  image: (kind) => element("img", { src: reach(kind) }),
  script: (kind) => element("script", { src: reach(kind) }),
  module: (kind) => quiet(import(reach(kind))),
  style: (kind) => element("link", { rel: "stylesheet", href: reach(kind) }),
  prefetch: (kind) => element("link", { rel: "prefetch", href: reach(kind) }),
  preload: (kind) => element("link", { rel: "preload", as: "image", href: reach(kind) }),
  "module-preload": (kind) => element("link", { rel: "modulepreload", href: reach(kind) }),
  background: (kind) => styled(`p { background-image: url("${reach(kind)}"); }`),
  "style-import": (kind) => styled(`@import url("${reach(kind)}");`),
  font: (kind) => styled(`@font-face { font-family: "f"; src: url("${reach(kind)}"); } p { font-family: "f"; }`),
  "image-set": (kind) => element("img", { srcset: `${reach(kind)} 1x` }),
  "vector-image": (kind) => { document.body.insertAdjacentHTML("beforeend", `<svg><image href="${reach(kind)}"/></svg>`); },
  audio: (kind) => element("audio", { src: reach(kind), preload: "auto" }),
  poster: (kind) => element("video", { poster: reach(kind) }),
  ping: (kind) => clicked({ href: "#", ping: reach(kind) }),
  "link-to-frame": (kind) => { element("iframe", { name: kind }); clicked({ href: reach(kind), target: kind }); },
  "frame-refresh": (kind) => framed(kind, `<meta http-equiv="refresh" content="0;url=${reach(kind)}">`),
  "frame-location": (kind) => { const frame = document.createElement("iframe"); document.body.append(frame); frame.contentWindow.location = reach(kind); },
  "frame-base": (kind) => framed(kind, `<base href="${target}/"><img src="kind-${kind}">`),
  frame: (kind) => element("iframe", { src: reach(kind) }),
  object: (kind) => element("object", { data: reach(kind) }),
  embed: (kind) => element("embed", { src: reach(kind), type: "image/svg+xml" }),
  video: (kind) => element("video", { src: reach(kind), preload: "auto" }),
  websocket: (kind) => new WebSocket(reach(kind).replace("http", "ws")),
  events: (kind) => new EventSource(reach(kind)),
  worker: (kind) => worker(kind, Worker, script(reach(kind))),
  "worker-import": (kind) => worker(kind, Worker, `importScripts(${JSON.stringify(reach(kind))})`),
  "shared-worker": (kind) => worker(kind, SharedWorker, script(reach(kind))),
  "websocket-protocol": (kind) => new WebSocket(reach(kind).replace("http", "ws"), "aws"),
  sandboxed: (kind) => element("iframe", { sandbox: "allow-scripts", srcdoc: `<script>${script(reach(kind))}</script>` }),
  "no-referrer": (kind) => element("img", { referrerPolicy: "no-referrer", src: reach(kind) }),
  "known-key": (kind) => element("img", { src: reach(kind, `?X-Amz-Credential=${key}/`) }),
};
for (const [kind, run] of Object.entries(kinds)) run(kind);
return Object.keys(kinds);
