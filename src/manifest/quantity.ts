/** What each suffix of a quantity multiplies by. */
const MULTIPLES: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * Reads a quantity of bytes as Kubernetes writes it: `1408Mi`, `2G`, `1.5Gi`, `1e9`, `1024`. Undefined: it is none.
 *
 * @see Kubernetes API `Quantity`
 */
export function quantityBytes(text: string): number | undefined {
  const [, amount, exponent = '', suffix = ''] =
    /^(\d+\.?\d*|\.\d+)(?:([eE][+-]?\d{1,2})|([mkMGTPE]|[KMGTPE]i))?$/u.exec(text) ?? [];
  const multiple = MULTIPLES[suffix];
  const bytes = Number(amount + exponent) * (multiple ?? Number.NaN);
  return Number.isFinite(bytes) ? bytes : undefined;
}
