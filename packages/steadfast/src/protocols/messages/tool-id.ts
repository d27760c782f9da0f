/** What the ids of tool calls may be made of (Messages API reference, `tool_use.id`). */
const allowed = /^[a-zA-Z0-9_-]+$/;

/** The id to send for a tool call: the same one where it is allowed, else one made of it, always the same. */
export function toolId(id: string): string {
  if (allowed.test(id)) return id;
  return `${id.slice(0, 40).replaceAll(/[^a-zA-Z0-9_-]/g, '_')}_${fingerprint(id)}`;
}

/** FNV-1a, 32 bits (draft-eastlake-fnv), so that ids that differ only in forbidden characters stay apart. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
