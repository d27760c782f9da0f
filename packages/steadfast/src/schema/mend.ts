/**
 * One way in which a text was read that is not quite JSON. Each leaves what the text says as it is: a text that can be read
 * in more than one way, or whose end is missing, is not mended but refused.
 */
export type Mend =
  /** Something stood around it: prose, a fence, tags. */
  | 'text-around'
  /** It was JSON inside a JSON string. */
  | 'json-in-string'
  /** Members that may be left out were `null`, which the schema does not allow. */
  | 'null-for-missing'
  /** An option was named without the JSON around it. */
  | 'bare-option'
  /** A text or a key stood in quotes other than `"`. */
  | 'quotes'
  | 'bare-key'
  | 'trailing-comma'
  /** Two values stood on lines of their own, or in brackets of their own, without a comma. */
  | 'missing-comma'
  | 'comment'
  /** `True`, `False` and `None`. */
  | 'python-literal'
  /** `+1`, `.5` and `5.` */
  | 'number-form'
  /** A line break or a tab stood inside a text as it is. */
  | 'control-character'
  /** `\'` inside a text. */
  | 'escape'
  /** A closing bracket was missing before that of what lies around. */
  | 'missing-bracket'
  | 'extra-bracket'
  /** The brackets at the end were missing, behind a value that is whole. */
  | 'open-end';
