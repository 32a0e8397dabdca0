// The calls of the package. What they take and give is declared in types.d.ts, from the Rust types.
import type { Command, FigureRow, FindingRow, OpenedFile, Problem, Query, ScreenTable, View } from "./types.js";

export type * from "./types.js";

/** What a call answers: a value, or why there is none. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: Problem };

/** Bytes of a file, or a text. */
export type FileContent = Uint8Array | ArrayBuffer | string;

/** A file with its name. */
export interface NamedFile {
  name: string;
  bytes: FileContent;
}

/** The file of an edition of one's own. */
export interface EditionFile {
  name: string;
  /** TOML. */
  text: string;
}

/** How to open a file. */
export interface Options {
  /** What the file is called; it may say what its headings leave out. */
  name?: string;
  /** The edition of the guidance, such as 2027; without it the columns of the file choose. */
  edition?: string | number;
  /** Count the pupils of one year group only. */
  year?: string | number;
  /** Open it also if no heading is known. */
  anyway?: boolean;
}

/** How to open a stream. */
export interface StreamOptions extends Options {
  /** About how many bytes will come. */
  size?: number;
}

/** Work on one file, or on several that are read together. */
export declare class Session {
  /** With an edition of one's own, files are opened by it; if it is wrong, every call answers with `wrong-edition`. */
  constructor(edition?: EditionFile);
  /** Opens a file, or several that are read together, in place of what was open. */
  open(source: FileContent | NamedFile[], options?: Options): Promise<Outcome<OpenedFile>>;
  /** The same for a stream of bytes, which is read as it comes. A workbook is collected first. */
  openStream(
    stream: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
    options?: StreamOptions,
  ): Promise<Outcome<OpenedFile>>;
  /** Opens the results of last year, which are current performance. */
  openCurrent(source: FileContent | [NamedFile], options?: Pick<Options, "name">): Promise<Outcome<OpenedFile>>;
  /** Carries out a command; refused, it changes nothing. */
  command(command: Command): Outcome<null>;
  /** What a screen shows, or a file to save. */
  view(query: Query): Outcome<View>;
  /** Every figure, as rows. */
  figures(options?: { groups?: boolean }): Outcome<FigureRow[]>;
  /** Every figure in the exchange format, byte for byte that of the program. */
  figuresCsv(options?: { groups?: boolean }): Outcome<string>;
  /** What to raise, as rows. */
  findings(): Outcome<FindingRow[]>;
  /** What to raise in the exchange format, byte for byte that of the program. */
  findingsCsv(): Outcome<string>;
  /** The tables of a screen, all rows of them. */
  tables(screen: Query): Outcome<ScreenTable[]>;
  /** Gives the memory of the session back. Every call answers with the problem `closed` from then on. */
  close(): void;
  /** Bytes of memory that the engine of this session holds. */
  readonly memory: number;
}
