import type { CodeBlock, CodeCandidate } from './code-block.ts';
import type { CodePolicy, ExtractCodeOptions, FoundCode } from './found-code.ts';

/** A block that may be taken, or why it may not. */
type Judged = { readonly block: CodeBlock; readonly checked: boolean } | { readonly problem: string };

/** Takes the code out of the blocks that the policy says, or says why none will do. There is at least one block. */
export async function chooseCode(
  blocks: readonly CodeCandidate[],
  options: ExtractCodeOptions,
): Promise<FoundCode | string> {
  const { policy = 'last' } = options;
  if (policy === 'only' && blocks.length > 1)
    return `The reply has ${blocks.length} blocks of code, and one is wanted.`;
  const taken: { readonly block: CodeBlock; readonly checked: boolean }[] = [];
  const problems: string[] = [];
  for (const block of inOrder(blocks, policy)) {
    const judged = await judge(block, options);
    if ('problem' in judged) problems.push(judged.problem);
    else taken.push(judged);
    if (taken.length > 0 && policy !== 'all') break;
  }
  const [first] = taken;
  if (first === undefined) return reasonOf(blocks.length, problems);
  return {
    ...first.block,
    code: taken.map(({ block }) => block.code).join('\n\n'),
    checked: taken.every(({ checked }) => checked),
    blocks: taken.map(({ block }) => block),
    reason: wordsFor(policy, first.block, blocks.length, problems),
  };
}

function inOrder(blocks: readonly CodeCandidate[], policy: CodePolicy): readonly CodeCandidate[] {
  if (policy === 'last') return blocks.toReversed();
  return policy === 'longest' ? blocks.toSorted((one, other) => other.code.length - one.code.length) : blocks;
}

async function judge(candidate: CodeCandidate, { checker, allowOpen }: ExtractCodeOptions): Promise<Judged> {
  const { language, where, longer } = candidate;
  const code = withoutBlankEnds(candidate.code);
  const verdict = await checker?.(code, language);
  const block = { code, language, where };
  if (verdict === true) return { block, checked: true };
  if (verdict === undefined) return uncheckedVerdict(block, checker !== undefined, allowOpen === true);
  for (const text of longer) {
    const joined = withoutBlankEnds(text);
    if ((await checker?.(joined, language)) !== true) continue;
    return { block: { code: joined, language, where: where === 'bare' ? 'bare' : 'joined-fence' }, checked: true };
  }
  return { problem: `${where === 'open-fence' ? 'its fence does not end, and it is wrong: ' : ''}${verdict}` };
}

function uncheckedVerdict(block: CodeBlock, isAsked: boolean, allowOpen: boolean): Judged {
  if (block.where === 'open-fence' && !allowOpen) return { problem: 'its fence does not end: the reply may be cut' };
  if (block.where === 'bare' && isAsked) return { problem: 'it has no fence, and its language can’t be checked' };
  return { block, checked: false };
}

function withoutBlankEnds(code: string): string {
  return code.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
}

function reasonOf(count: number, problems: readonly string[]): string {
  const [problem = ''] = problems;
  return count === 1
    ? `The code can’t be used: ${problem}.`
    : `None of ${count} blocks of code can be used: ${problem}.`;
}

const chosenBy: Readonly<Record<CodePolicy, string>> = {
  last: 'the last',
  first: 'the first',
  only: 'the only one',
  longest: 'the longest',
  all: 'all',
};

function wordsFor(policy: CodePolicy, { where }: CodeBlock, count: number, problems: readonly string[]): string {
  if (where === 'bare') return 'The reply has no fence and is code itself.';
  const which = count === 1 ? 'The only block' : `Of ${count} blocks, ${chosenBy[policy]}`;
  const passed = problems.length === 0 ? '' : ` that will do; passed over: ${problems.join('; ')}`;
  const open = where === 'open-fence' ? ' Its fence does not end.' : '';
  return `${which}${passed}.${open}`;
}
