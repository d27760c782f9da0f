import { configSettings, list, object, text, truth, wholeNumber } from 'steadfast/config';
import { chatShape } from './chat-settings.ts';
import type { ChatSettings } from './chat-settings.ts';
import type { Config, Shape } from 'steadfast/config';

/** How the gateway is set up; what the command line says wins over it. */
export interface GatewaySettings {
  readonly host?: string;
  readonly port?: number;
  readonly token?: string;
  readonly auth?: boolean;
  readonly allowedOrigins?: readonly string[];
  readonly maxBodyBytes?: number;
  readonly drainMs?: number;
}

/** A configuration file: the library's settings and the gateway's own. */
export interface FileConfig extends Config {
  readonly gateway?: GatewaySettings;
  readonly chat?: ChatSettings;
}

const gatewayShape: Shape<GatewaySettings> = object<GatewaySettings>({
  host: {
    shape: text(),
    about: 'The address to listen on; 127.0.0.1 is reached by this machine alone.',
    default: '127.0.0.1',
    example: '0.0.0.0',
  },
  port: {
    shape: wholeNumber({ most: 65_535 }),
    about: 'The port to listen on; 0 takes a free one.',
    default: 4_000,
    example: 8_080,
  },
  token: {
    shape: text(),
    about: 'What callers must show.',
    otherwise: 'STEADFAST_TOKEN, else one kept in the config directory',
    example: '${STEADFAST_TOKEN}',
    secret: true,
  },
  auth: {
    shape: truth(),
    about: 'False lets everybody in who reaches the address; only on this machine.',
    default: true,
    example: false,
  },
  allowedOrigins: {
    shape: list(text()),
    about: 'Origins of web pages that may call.',
    default: [],
    example: ['http://localhost:5173'],
  },
  maxBodyBytes: {
    shape: wholeNumber({ least: 1 }),
    about: 'The largest body of a request, in bytes.',
    default: 10_485_760,
    example: 1_048_576,
  },
  drainMs: {
    shape: wholeNumber(),
    about: 'How long running calls may go on after SIGTERM, in milliseconds.',
    default: 30_000,
    example: 5_000,
  },
});

/** The description of a configuration file. */
export const fileShape: Shape<FileConfig> = object<FileConfig>({
  ...configSettings,
  gateway: {
    shape: gatewayShape,
    about: 'How the gateway is set up; what the command line says wins over it.',
    example: { port: 8_080 },
  },
  chat: {
    shape: chatShape,
    about: 'What `steadfast chat` begins with; what the command line says wins over it.',
    example: { system: 'Be brief.' },
  },
});
