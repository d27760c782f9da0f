/** The name under which a call's idempotency key travels in its `_meta`, from one Steadfast to another. */
export const keyName = 'steadfast/idempotency-key';
