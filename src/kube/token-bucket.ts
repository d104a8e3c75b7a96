/** How much may happen at once, and how fast that is won back. */
export interface TokenBucketLimits {
  readonly burst: number;
  /** How long one token takes to come back. */
  readonly refillMs: number;
}

/** What is left of an allowance. Never changes; `takeToken` makes the next one. */
export interface TokenBucket {
  readonly tokens: number;
  readonly atMs: number;
}

/** Takes a token if there is one. A bucket nobody has used yet (undefined) is full. */
export function takeToken(
  bucket: TokenBucket | undefined,
  limits: TokenBucketLimits,
  nowMs: number,
): { readonly taken: boolean; readonly bucket: TokenBucket } {
  const { tokens, atMs } = bucket ?? { tokens: limits.burst, atMs: nowMs };
  const now = Math.min(limits.burst, tokens + (nowMs - atMs) / limits.refillMs);
  const taken = now >= 1;
  return { taken, bucket: { tokens: taken ? now - 1 : now, atMs: nowMs } };
}
