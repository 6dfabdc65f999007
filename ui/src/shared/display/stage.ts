/** The colours offered for a stage or a tag; `--stage-<name>` in tokens.css holds one for each theme. */
export const STAGE_COLOURS = ['grey', 'blue', 'violet', 'amber', 'green', 'teal', 'rose', 'red'] as const;

/** CSS of a colour's name, or of a colour of one's own (`#0d6e66`, `var(--accent)`). A name we do not know is grey. */
export function stageColour(colour: string): string {
  if ((STAGE_COLOURS as readonly string[]).includes(colour)) return `var(--stage-${colour})`;
  return /^(#|var\()/.test(colour) ? colour : 'var(--stage-grey)';
}
