import { env, execPath, version } from 'node:process';
import * as fc from 'fast-check';

// npm scripts run on the Node that `npm ci` installs. Where npm blocks install scripts they fall back
// to the machine's Node without a word, so the tests say it instead.
const major = Number(version.slice(1).split('.')[0]);
if (major < 24) {
  throw new Error(
    `The tests need Node 24, which \`npm ci\` installs, but run on ${version} (${execPath}). ` +
      'Allow the install script of the package "node" (npm rebuild node) and start again.',
  );
}

// Laws are tried on new values in every run at a desk, where what is found is mended; a build is judged by the same
// values each time, so that it says something about the change and nothing about luck.
if (env['CI'] !== undefined) fc.configureGlobal({ seed: 20_261_121 });
