import { execPath, version } from 'node:process';

// npm scripts run on the Node that `npm ci` installs. Where npm blocks install scripts they fall back
// to the machine's Node without a word, so the tests say it instead.
const major = Number(version.slice(1).split('.')[0]);
if (major < 24) {
  throw new Error(
    `The tests need Node 24, which \`npm ci\` installs, but run on ${version} (${execPath}). ` +
      'Allow the install script of the package "node" (npm rebuild node) and start again.',
  );
}
