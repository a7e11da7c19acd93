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
  frame: (kind) => element("iframe", { src: reach(kind) }),
  object: (kind) => element("object", { data: reach(kind) }),
  embed: (kind) => element("embed", { src: reach(kind), type: "image/svg+xml" }),
  video: (kind) => element("video", { src: reach(kind), preload: "auto" }),
  websocket: (kind) => new WebSocket(reach(kind).replace("http", "ws")),
  events: (kind) => new EventSource(reach(kind)),
  worker: (kind) => new Worker(URL.createObjectURL(new Blob([script(reach(kind))]))),
  sandboxed: (kind) => element("iframe", { sandbox: "allow-scripts", srcdoc: `<script>${script(reach(kind))}</script>` }),
  "no-referrer": (kind) => element("img", { referrerPolicy: "no-referrer", src: reach(kind) }),
  "known-key": (kind) => element("img", { src: reach(kind, `?X-Amz-Credential=${key}/`) }),
};
for (const [kind, run] of Object.entries(kinds)) run(kind);
return Object.keys(kinds);
