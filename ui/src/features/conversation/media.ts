import type { Attachment } from '$/ipc/bindings';

/** How a file is shown. What a browser could run (SVG, HTML) is a plain file. */
export type MediaKind = 'picture' | 'video' | 'audio' | 'file';

export function mediaKind({ mime }: Pick<Attachment, 'mime'>): MediaKind {
  if (/^image\/(png|jpe?g|gif|webp)$/.test(mime)) return 'picture';
  if (mime.startsWith('video/')) return 'video';
  if (mime.startsWith('audio/')) return 'audio';
  return 'file';
}

/** What the viewer goes through: pictures and films. */
export function isViewable(attachment: Pick<Attachment, 'mime'>): boolean {
  const kind = mediaKind(attachment);
  return kind === 'picture' || kind === 'video';
}

/** Loudest moments of a recording in so many steps, each from 0 to 1. */
export function peaks(samples: Float32Array, steps: number): number[] {
  const width = Math.max(1, Math.floor(samples.length / steps));
  const loud = Array.from({ length: steps }, (_, step) => {
    let most = 0;
    // Every sixteenth sample is enough to see a voice.
    for (let i = step * width; i < Math.min(samples.length, (step + 1) * width); i += 16)
      most = Math.max(most, Math.abs(samples[i] ?? 0));
    return most;
  });
  const loudest = Math.max(...loud, 0.01);
  return loud.map((one) => one / loudest);
}

/** "0:07", "12:30". */
export function clock(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
