"use strict";
// Node's half of fast loading. jsii's kernel loads this file as a jsii package and so runs it before the provider.
// It wraps two functions of Node, in memory. Each wrapper acts on the files named below and on no other, and only
// where it knows every line that it would change; everything else goes through untouched. No file is changed.

const childProcess = require("child_process");
const fs = require("fs");
const Module = require("module");
const path = require("path");

const PROVIDER = String.raw`[\\/]node_modules[\\/]@cdktf[\\/]provider-[\w-]+[\\/]`;
const PROVIDER_ENTRY = new RegExp(PROVIDER + String.raw`lib[\\/]index\.js$`);
const PROVIDER_TYPE_INDEX = new RegExp(PROVIDER + String.raw`\.jsii\.runtime\.v\d+\.json$`);
const PROVIDER_TYPE_DEFINITIONS = new RegExp(PROVIDER + String.raw`\.jsii\.runtime-defs\.v1\.jsonl$`);
const FRAMEWORK_FILES = /[\\/]node_modules[\\/]cdktf[\\/]lib[\\/]private[\\/]fs\.js$/;

const EXPORT = /^exports\.(\w+) = require\("(\.\/[\w-]+)"\);$/gm;
const ARCHIVER = 'const archiver = require("archiver");';
const TYPE_INDEX_TIMEOUT_MS = 120_000;

/**
 * A provider's entry loads every module of the provider; make it load each one when it is first asked for.
 * A `require` of any other form than `exports.x = require("./x");` leaves the whole file as it is.
 */
function loadOnUse(source) {
  const modules = [];
  const rest = source.replace(EXPORT, (_, name, file) => {
    modules.push([name, file]);
    return "";
  });
  if (modules.length === 0 || rest.includes("require(")) return source;
  return `${rest}
for (const [name, file] of ${JSON.stringify(modules)})
  Object.defineProperty(exports, name, { configurable: true, enumerable: true, get: () => require(file) });`;
}

/** The framework loads an archiver that only a process of its own, started from this same file, ever uses. */
function archiveOnUse(source) {
  return source.replace(ARCHIVER, 'const archiver = (...options) => require("archiver")(...options);');
}

/**
 * Have jsii's own worker write its index of the provider's types now, and wait for it. jsii would parse all types,
 * start that worker, and lose its work when the program ends sooner: then every run parses all types.
 * Best effort: without the index jsii goes its own way.
 */
function writeTypeIndex(packageDir) {
  const worker = path.join(path.dirname(process.argv[1]), "runtime-index-worker.js");
  const supportedFeatures = ["intersection-types", "class-covariant-overrides"];
  const start = 'new (require("worker_threads").Worker)(process.argv[1], { workerData: JSON.parse(process.argv[2]) })';
  childProcess.spawnSync(
    process.execPath,
    [...process.execArgv, "-e", start, worker, JSON.stringify({ packageDir, supportedFeatures })],
    { stdio: "ignore", timeout: TYPE_INDEX_TIMEOUT_MS },
  );
}

/** Say whether a file could be there and is not; in a cache that is read-only it cannot. */
function isMissing(file) {
  try {
    fs.accessSync(path.dirname(file), fs.constants.W_OK);
  } catch {
    return false;
  }
  return !fs.existsSync(file);
}

/** Stand in for a file's content out of which jsii cuts slices: read just those. Any other use gets the content. */
function slicesOf(file) {
  const descriptor = fs.openSync(file);
  const slice = (encoding, start, end) => {
    const bytes = Buffer.alloc(end - start);
    fs.readSync(descriptor, bytes, 0, bytes.length, start);
    return bytes.toString(encoding);
  };
  let content;
  const all = () => (content ??= readFileSync(file));
  return new Proxy(Buffer.alloc(0), {
    get(_, name) {
      if (name === "toString") return (...range) => (range.length === 3 ? slice(...range) : all().toString(...range));
      const value = all()[name];
      return typeof value === "function" ? value.bind(content) : value;
    },
  });
}

const compile = Module.prototype._compile;
Module.prototype._compile = function (source, filename, ...rest) {
  if (PROVIDER_ENTRY.test(filename)) return compile.call(this, loadOnUse(source), filename, ...rest);
  if (FRAMEWORK_FILES.test(filename)) return compile.call(this, archiveOnUse(source), filename, ...rest);
  return compile.call(this, source, filename, ...rest);
};

const readFileSync = fs.readFileSync;
fs.readFileSync = function (file, ...options) {
  if (PROVIDER_TYPE_INDEX.test(file) && isMissing(file)) writeTypeIndex(path.dirname(file));
  if (PROVIDER_TYPE_DEFINITIONS.test(file) && options.length === 0) return slicesOf(file);
  return readFileSync.call(this, file, ...options);
};
