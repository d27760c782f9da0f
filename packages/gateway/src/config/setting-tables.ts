import { allSettings, flow, nameOf } from 'steadfast/config';
import type { PlacedSetting, Shape } from 'steadfast/config';

const marked = /<!-- settings: (\w+) -->\n[\s\S]*?<!-- end -->/g;

/** A page in which each table between `<!-- settings: section -->` and `<!-- end -->` is written from the description. */
export function withTables(page: string, shape: Shape): string {
  const all = allSettings(shape);
  return page.replace(marked, (_, section: string) => {
    const rows = all.filter(({ path }) => path === section || path.startsWith(`${section}.`)).map(rowOf);
    const table = aligned([['setting', 'type', 'default', 'what it does'], ...rows]);
    return `<!-- settings: ${section} -->\n\n${table}\n\n<!-- end -->`;
  });
}

function rowOf({ path, setting }: PlacedSetting): readonly string[] {
  const { shape, about, otherwise, required } = setting;
  const held = setting.default === undefined ? otherwise : `\`${flow(setting.default)}\``;
  return [`\`${path}\``, nameOf(shape), required === true ? 'needed' : (held ?? ''), about].map(cell);
}

/** `<` would begin a tag where it stands outside of code, and `|` ends a cell. */
function cell(text: string): string {
  return text.startsWith('`') ? text : text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

/** A Markdown table whose columns are as wide as their widest cell. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}
