/* A key may have a prefix that is a domain; what follows it, and each value, is a label: at most 63 characters. */
const LABEL = '[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?';
const KEY = `(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/)?${LABEL}`;
const VALUE = `(?:${LABEL})?`;
const VALUES = String.raw`\(\s*${VALUE}(?:\s*,\s*${VALUE})*\s*\)`;

/** `key`, `!key`, `key=value`, `key==value`, `key!=value`, `key in (a, b)`, `key notin (a, b)`. */
const REQUIREMENT = String.raw`(?:!\s*${KEY}|${KEY}(?:\s*(?:==?|!=)\s*${VALUE}|\s+(?:in|notin)\s*${VALUES})?)`;
const SELECTOR = new RegExp(String.raw`^\s*${REQUIREMENT}\s*(?:,\s*${REQUIREMENT}\s*)*$`, 'u');

/**
 * Whether a text selects objects by their labels, as the API server and `kubectl --selector` read it.
 *
 * @see Kubernetes `labels.Parse`
 */
export const isLabelSelector = (text: string): boolean => SELECTOR.test(text);
