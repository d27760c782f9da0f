/**
 * A value while it comes: any member may still be missing, of texts and lists the end. A member that may be left out can be
 * `null`, because some providers have it written so.
 */
export type DeepPartial<Value> = Value extends readonly (infer Item)[]
  ? readonly DeepPartial<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]?: DeepPartial<Value[Key]> | (undefined extends Value[Key] ? null : never) }
    : Value;

/** Takes a value that is being read for a part of what its schema describes: it is checked only when it is whole. */
export function isPartial<Value>(value: unknown): value is DeepPartial<Value> {
  return value !== undefined;
}
