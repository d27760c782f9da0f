import { expect, test } from 'vitest';
import type { ErrorKind } from '../../packages/steadfast/src/model/error-kind.ts';
import { classify } from '../../packages/steadfast/src/protocols/classify.ts';
import { corpusFolder, recordingsOf, withoutCorpus } from './recordings.ts';

/** What a person reads off the failed exchanges: by status, and one by one where the status does not settle it. */
const byStatus: Readonly<Record<number, ErrorKind>> = {
  400: 'invalid-request',
  401: 'auth',
  403: 'permission',
  404: 'not-found',
  429: 'rate-limit',
  500: 'server',
};

const byFile: Readonly<Partial<Record<ErrorKind, readonly string[]>>> = {
  auth: ['1c37676d8b', '3bc18067b4', 'f56b6a05d7', 'ad300f8bf1', 'd21f510620', 'ba7e863c19'],
  'context-length': ['28d4d38c72', '43cd3beeab', '788d70ebc6', '34db6162bc', '51b9c79065', '7fb7714fe2', 'cd2a91d5bc'],
  'invalid-reply': ['c8afbe2649'],
  'not-found': [
    'e12af425cc',
    '1401230f9c',
    'b62df5e6fe',
    '1eefd7c7f1',
    '522faaca12',
    'ea9edfc88a',
    'd6db1a52a0',
    '9fd0f29a7b',
  ],
  quota: ['9b61fd0a0b'],
};

const title = 'every recorded error means what a person reads in it';
const folder = corpusFolder();

test.skipIf(folder === undefined)(folder === undefined ? withoutCorpus : title, () => {
  const failed = recordingsOf().filter(({ status }) => status >= 400);
  expect(failed.length).toBeGreaterThan(100);
  for (const { file, status, headers, body } of failed) {
    const facts = classify({ status, headers, body: JSON.stringify(body) });
    const named = Object.entries(byFile).find(([, hashes]) => hashes.some((hash) => file.includes(hash)));
    expect([file, facts.kind]).toEqual([file, named?.[0] ?? byStatus[status]]);
    expect(facts.message).not.toMatch(/undefined|\[object|<html/i);
    expect(facts.message.length).toBeGreaterThan(5);
  }
});
