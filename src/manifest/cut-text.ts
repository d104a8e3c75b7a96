const ELLIPSIS = '…';

/** At most `mostBytes` bytes of UTF-8, with an ellipsis where something is left out; never half a letter. */
export function cutText(text: string, mostBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= mostBytes) return text;
  const kept = bytes.subarray(0, mostBytes - Buffer.byteLength(ELLIPSIS));
  return new TextDecoder().decode(kept, { stream: true }) + ELLIPSIS;
}
