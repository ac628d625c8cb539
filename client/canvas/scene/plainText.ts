/** Without signs that no picture may hold, and those that would turn the direction of a text round. */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, ' ')
}
