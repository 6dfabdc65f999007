/** The colours offered for a stage; `--stage-<name>` in tokens.css holds one for each theme. */
export const STAGE_COLOURS = ['grey', 'blue', 'violet', 'amber', 'green', 'teal', 'rose', 'red'] as const;

export function stageColour(colour: string): string {
  return (STAGE_COLOURS as readonly string[]).includes(colour) ? `var(--stage-${colour})` : colour;
}
