// The engine of Ambition for JavaScript: pupil files in, figures and findings out.
//
// Every session has an instance of the engine to itself: what breaks down costs that session only, and close() gives its
// memory back. Nothing here touches a network, a file or a page, and nothing throws: every call answers with
// { ok: true, value } or { ok: false, error }.
import { engineGlue, packedEngine } from "./engine.js";

/** The most that is looked at to tell a workbook from a text. */
const FIRST_BYTES = 512;
const OPTIONS = ["name", "edition", "year", "anyway", "size"];

const engine = await WebAssembly.compile(await unpack(packedEngine));

async function unpack(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

// What reads workbooks and Common Transfer Files, once it is wanted.
let spreadsheets;

async function loadSpreadsheets() {
  spreadsheets ??= import("./spreadsheets.js").then(async ({ packedSpreadsheets, spreadsheetsGlue }) => {
    const module = await WebAssembly.compile(await unpack(packedSpreadsheets));
    return () => instance(spreadsheetsGlue, module);
  });
  return spreadsheets;
}

function instance(glue, module) {
  const exported = glue();
  exported.initSync({ module });
  return exported;
}

function failure(code, place, what, remedy) {
  return { ok: false, error: { code, place, what, remedy } };
}

/** Options in the form of the engine: texts, where numbers are as good. */
function checked(options) {
  const unknown = Object.keys(options).find((key) => !OPTIONS.includes(key));
  if (unknown !== undefined) {
    return failure("not-understood", `options.${unknown}`, "There is no such option.", `There is ${OPTIONS.join(", ")}.`);
  }
  const text = (value) => (value === undefined || value === null ? null : String(value));
  const { name, edition, year, anyway } = options;
  return { ok: true, value: { name: text(name), edition: text(edition), year: text(year), anyway: Boolean(anyway) } };
}

/** Bytes without a copy, or undefined. */
function bytesOf(data) {
  if (typeof data === "string") return new TextEncoder().encode(data);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return undefined;
}

/** The files to open, or what is wrong with them. */
function filesOf(source, name) {
  const files = Array.isArray(source) ? source : [{ name: name ?? "", bytes: source }];
  const read = files.map((file) => ({ name: String(file?.name ?? ""), bytes: bytesOf(file?.bytes) }));
  if (read.length === 0 || read.some((file) => file.bytes === undefined)) {
    return failure("not-understood", "source", "It is no file.", "Give a Uint8Array, an ArrayBuffer, a text, or a list of { name, bytes }.");
  }
  return { ok: true, value: read };
}

export class Session {
  #glue = instance(engineGlue, engine);
  #engine = new this.#glue.Engine();
  /** The files of the pupils, and of last results by number; null: it was a stream. */
  #files = null;
  #current = [];
  /** What broke down, or that it was closed. */
  #ended = null;

  /** By the guidance that ships, or by an edition of one's own: its file's name and text. */
  constructor(edition) {
    if (edition === undefined) return;
    const { name, text } = edition ?? {};
    const extended =
      typeof text === "string"
        ? this.#call((engine) => engine.extend(String(name ?? "edition"), text))
        : failure("not-understood", "edition", "It is no edition.", "Give { name, text } of its file.");
    if (!extended.ok) this.#end(extended);
  }

  /** Opens a file, or several that are read together, in place of what was open. */
  async open(source, options = {}) {
    const [named, files] = [checked(options), filesOf(source, options?.name)];
    const wrong = [named, files].find((outcome) => !outcome.ok);
    if (wrong) return wrong;
    const prepared = await this.#prepared(files.value);
    return this.#opened(this.#call((engine) => engine.open(prepared, named.value)), prepared);
  }

  /** The same for a stream of bytes, which is read as it comes. */
  async openStream(stream, options = {}) {
    const named = checked(options);
    if (!named.ok) return named;
    const chunks = chunksOf(stream);
    if (!chunks) {
      return failure("not-understood", "source", "It is no stream.", "Give a ReadableStream or an async iterable of bytes.");
    }
    let start = new Uint8Array(0);
    let begun = false;
    const ahead = [];
    const push = (bytes) => this.#call((engine) => engine.push(bytes));
    try {
      for await (const chunk of chunks) {
        const bytes = bytesOf(chunk);
        if (!bytes) return failure("not-understood", "source", "The stream has something else than bytes.", "Give a stream of Uint8Array.");
        if (begun) {
          const pushed = push(bytes);
          if (!pushed.ok) return pushed;
          continue;
        }
        ahead.push(bytes);
        if (start.length < FIRST_BYTES) start = joined(ahead);
        if (start.length < FIRST_BYTES || this.#glue.wantsSpreadsheets(start.subarray(0, FIRST_BYTES))) continue;
        begun = true;
        const first = this.#begin(ahead, options, named.value);
        if (!first.ok) return first;
      }
    } catch (error) {
      return failure("cannot-read", named.value.name ?? "", `The stream broke off: ${error?.message ?? error}.`, "Open it again.");
    }
    if (!begun) {
      // A workbook can only be read as a whole, and so can a file that is shorter than a look at it.
      const bytes = joined(ahead);
      const outcome = await this.open([{ name: named.value.name ?? "", bytes }], { ...options, size: undefined });
      return outcome;
    }
    return this.#opened(this.#call((engine) => engine.end()), null);
  }

  /** Opens the results of last year, which are current performance. */
  async openCurrent(source, options = {}) {
    const files = filesOf(source, options?.name);
    if (!files.ok) return files;
    if (files.value.length > 1) {
      return failure("not-understood", "source", "There are several files.", "Give one file of last results.");
    }
    const prepared = await this.#prepared(files.value);
    const number = this.#current.length;
    const outcome = this.#call((engine) => engine.openCurrent(number, prepared[0]));
    if (outcome.ok) this.#current[number] = prepared;
    return outcome;
  }

  /** Carries out a command. */
  command(command) {
    const file = this.#call((engine) => ({ ok: true, value: engine.rereads(command) }));
    if (!file.ok) return file;
    const files = file.value === undefined ? [] : file.value < 0 ? this.#files : this.#current[file.value];
    if (!files) {
      return failure("stream-is-gone", "command", "The file has to be read again for it, and was a stream.", "Open it with open(), or with other options.");
    }
    return this.#call((engine) => engine.command(command, [...files]));
  }

  /** What a screen shows. */
  view(query) {
    return this.#call((engine) => engine.view(query));
  }

  /** Every figure, as rows. */
  figures(options = {}) {
    return this.#call((engine) => engine.figures(Boolean(options.groups)));
  }

  /** Every figure in the exchange format. */
  figuresCsv(options = {}) {
    return this.#call((engine) => engine.figuresCsv(Boolean(options.groups)));
  }

  /** What to raise, as rows. */
  findings() {
    return this.#call((engine) => engine.findings());
  }

  /** What to raise in the exchange format. */
  findingsCsv() {
    return this.#call((engine) => engine.findingsCsv());
  }

  /** The tables of a screen. */
  tables(screen) {
    return this.#call((engine) => engine.tables(screen));
  }

  /** Gives the memory of the session back. Every call answers with `closed` from then on. */
  close() {
    this.#end(failure("closed", "", "The session was closed.", "Make a new one."));
  }

  /** Bytes of memory that the engine of this session holds. */
  get memory() {
    return this.#glue ? this.#glue.memoryBytes() : 0;
  }

  #begin(ahead, options, named) {
    const begun = this.#call((engine) => engine.begin(Number(options.size ?? 0), named));
    if (!begun.ok) return begun;
    const pushed = ahead.map((bytes) => this.#call((engine) => engine.push(bytes)));
    ahead.length = 0;
    return pushed.find((outcome) => !outcome.ok) ?? begun;
  }

  #opened(outcome, files) {
    if (outcome.ok) [this.#files, this.#current] = [files, []];
    return outcome;
  }

  /** Files as the engine takes them; what reads spreadsheets is there if one of them wants it. */
  async #prepared(files) {
    const wanted = files.some((file) => this.#glue?.wantsSpreadsheets(file.bytes.subarray(0, FIRST_BYTES)));
    const make = wanted ? await loadSpreadsheets() : undefined;
    return files.map(({ name, bytes }) => ({ name, bytes, spreadsheets: () => make() }));
  }

  #call(work) {
    if (this.#ended) return this.#ended;
    try {
      return work(this.#engine);
    } catch (error) {
      this.#end(failure("breakdown", "", `The engine broke down: ${error?.message ?? error}.`, "This is a fault in it; please report it. Make a new session."));
      return this.#ended;
    }
  }

  #end(outcome) {
    this.#ended = outcome;
    [this.#glue, this.#engine, this.#files, this.#current] = [null, null, null, []];
  }
}

function joined(chunks) {
  if (chunks.length === 1) return chunks[0];
  const all = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** What can be iterated of a stream: not every browser iterates a ReadableStream itself. */
function chunksOf(stream) {
  if (stream?.[Symbol.asyncIterator] || stream?.[Symbol.iterator]) return stream;
  if (typeof stream?.getReader !== "function") return undefined;
  return (async function* () {
    const reader = stream.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        yield value;
      }
    } finally {
      reader.releaseLock();
    }
  })();
}
