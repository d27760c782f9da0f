import type { OfferedTool, ScriptedCall } from '@steadfast/testkit';

/** The folders that a program gets for one run; nothing of the user's is in them. */
export interface Ground {
  /** Its home, with its settings. */
  readonly home: string;
  /** The folder that it works in. */
  readonly work: string;
  /** For what is thrown away. */
  readonly temporary: string;
}

/** Where a program finds the gateway. */
export interface Access {
  readonly url: string;
  readonly token: string;
}

/** How a program is started. */
export interface Launch {
  readonly arguments: readonly string[];
  /** All that it sees besides its folders and the path. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A real program that works with a model, in one way to use it. */
export interface Program {
  readonly name: string;
  /** The package on npm, its exact version, and the file in it that Node runs. */
  readonly release: Release;
  /** The name of the model that it asks for. */
  readonly model: string;
  /** The protocol that it speaks. */
  readonly speaks: 'messages' | 'responses';
  /** Writes its settings, and says how it is started without a terminal. */
  readonly prepare: (prompt: string, ground: Ground, access: Access) => Promise<Launch>;
  /** A call of a tool that it offered, which runs this command; `undefined` where it offered none. */
  readonly call: (tools: readonly OfferedTool[], command: string) => ScriptedCall | undefined;
}

/** A release of a program on npm. */
export interface Release {
  readonly package: string;
  readonly version: string;
  /** The file of the package that Node runs. */
  readonly entry: string;
}
