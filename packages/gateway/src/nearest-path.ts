/** The path that shares the most words with the one that was asked for. */
export function nearestPath(path: string, served: readonly string[]): string {
  const wanted = wordsOf(path);
  const score = (candidate: string): number => {
    const words = wordsOf(candidate);
    const shared = words.filter((word) => wanted.includes(word)).length;
    return shared * 2 - words.length - wanted.length;
  };
  return served.reduce((best, candidate) => (score(candidate) > score(best) ? candidate : best));
}

function wordsOf(path: string): string[] {
  return path
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
