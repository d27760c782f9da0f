/** Where the price tables come from. */
export const priceSource = '@pydantic/genai-prices 0.1.8, and the pages of the providers';

/** The day on which they were written. */
export const pricesAsOf = '2026-11-22';
