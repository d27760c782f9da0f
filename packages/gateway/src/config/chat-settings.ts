import { list, object, record, text, truth } from 'steadfast/config';
import type { Shape } from 'steadfast/config';

/** An MCP server whose tools a chat offers: a program that is started, or an address. */
export interface ChatServerSettings {
  readonly command?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly trustHints?: boolean;
}

/** What `steadfast chat` begins with. */
export interface ChatSettings {
  readonly system?: string;
  readonly mcp?: Readonly<Record<string, ChatServerSettings>>;
}

const serverShape: Shape<ChatServerSettings> = object<ChatServerSettings>({
  command: {
    shape: text(),
    about: 'The program to start, which speaks MCP over its standard input and output.',
    example: 'npx',
  },
  args: { shape: list(text()), about: 'What the program is given.', default: [], example: ['-y', 'some-mcp-server'] },
  env: {
    shape: record('name', text()),
    about: 'Variables for the program; of those that are set here it is given only a few harmless ones.',
    default: {},
    example: { TOKEN: '${MAP_TOKEN}' },
    secret: true,
  },
  url: {
    shape: text(),
    about: 'The address of a server that runs elsewhere, in place of `command`.',
    example: 'https://maps.example.com/mcp',
  },
  headers: {
    shape: record('name', text()),
    about: 'Sent to the address with every request.',
    default: {},
    example: { authorization: 'Bearer ${MAP_TOKEN}' },
    secret: true,
  },
  trustHints: {
    shape: truth(),
    about: 'Whether the server is believed that a tool only reads, so that nobody is asked before it runs.',
    default: false,
    example: true,
  },
});

/** The description of what a chat begins with. */
export const chatShape: Shape<ChatSettings> = object<ChatSettings>({
  system: { shape: text(), about: 'Instructions to the model.', example: 'Be brief.' },
  mcp: {
    shape: record('name', serverShape),
    about: 'MCP servers whose tools are offered to the model, under `<name>_<tool>`. Needs @modelcontextprotocol/sdk.',
    default: {},
    example: { files: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '.'] } },
  },
});
