/** Text as search compares it: no case, no accents, ё as е, ß as ss. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ё', 'е');
}

/** Every word of the question begins a word of the text, or stands inside it. */
export function matches(text: string, question: string): boolean {
  const folded = fold(text);
  return fold(question)
    .split(/\s+/)
    .every((word) => folded.includes(word));
}
