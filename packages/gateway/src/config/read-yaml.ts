import { formatPath } from 'steadfast/config';
import type { ConfigProblem, Path } from 'steadfast/config';
import { LineCounter, parseDocument } from 'yaml';
import type { FileReading, PlacedProblem, Position } from './file-reading.ts';
import { hideExpressions } from './interpolate.ts';
import { YamlWalk } from './yaml-walk.ts';
import type { WalkSource } from './yaml-walk.ts';

/** Reads the text of a YAML file: anchors and merges are followed, expressions replaced by their values. */
export function readYaml(source: WalkSource): FileReading {
  const lines = new LineCounter();
  const document = parseDocument(hideExpressions(source.text), { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const place = (path: Path, offset: number, message: string): PlacedProblem => ({
    problem: { kind: 'wrong-value', path, message },
    position: at(offset),
  });
  const faults = document.errors.map(({ message, pos }) => place([], pos[0], `this is no YAML: ${message}`));
  const walk = new YamlWalk(document, source);
  // What a broken document seems to say is not worth looking at.
  const value = faults.length > 0 ? undefined : walk.run();
  const stumbles = walk.stumbles.map(({ path, offset, message }) => place(path, offset, message));
  return {
    value,
    problems: [...faults, ...stumbles],
    positionOf: (problem) => at(offsetOf(walk, problem)),
    isSecret: (path) => walk.secrets.has(formatPath(path)),
  };
}

/** The key where the key is wrong or something is missing under it, else the value; else where what holds it begins. */
function offsetOf(walk: YamlWalk, { kind, path }: ConfigProblem): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const place = walk.places.get(formatPath(path.slice(0, length)));
    if (place !== undefined) return kind === 'wrong-value' ? place.value : (place.key ?? place.value);
  }
  return 0;
}
