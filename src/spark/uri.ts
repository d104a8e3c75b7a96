/*
 * How Spark reads the names of files that it is given: the main resource, `spark.jars`, `spark.files`, `spark.archives` and
 * `spark.submit.pyFiles`.
 *
 *   spark-internal       no file: the main class is on the class path already
 *   local:/PATH          a file of the image, never uploaded
 *   file:/PATH, PATH     a file on the submitter's disk, which is uploaded
 *   anything else        is fetched by the driver: s3a:, gs:, hdfs:, https:, configmap:, …
 *   …#NAME               the name that an archive is unpacked under
 *   …*, ?, […], {…}      a glob, which stands for each file that it matches
 */

/** The property that says where files of the submitter's disk are put. */
export const UPLOAD_PATH = 'spark.kubernetes.file.upload.path';

/** The properties that list files, separated by commas. @see Spark `SparkSubmit`, which uploads what is local */
export const FILE_LISTS: readonly string[] = [
  'spark.jars',
  'spark.files',
  'spark.archives',
  'spark.submit.pyFiles',
];

/** Gives the absolute path of a relative one. */
export type ToAbsolute = (path: string) => string;

/** A URI without its fragment, and the fragment without its `#`. */
export interface UriParts {
  readonly base: string;
  readonly fragment: string | undefined;
}

/**
 * Gives the URI that somebody means: a URI with a scheme as it is, and what has none as a file of this disk, with its
 * characters escaped as URIs have them. What is no URI, for a space in it, is the name of a file, too.
 *
 * @see Spark `Utils.resolveURI`
 */
export function resolveUri(text: string, toAbsolute: ToAbsolute): string {
  const parsed = URI.exec(text)?.groups;
  if (parsed === undefined || hasBracketInPath(parsed)) return fileUri(toAbsolute(text));
  const { scheme, rest = '', fragment } = parsed;
  if (scheme !== undefined) return text;
  return fragment === undefined
    ? fileUri(toAbsolute(text))
    : `${fileUri(toAbsolute(decoded(rest)))}#${fragment}`;
}

/** Gives the items of a list that are separated by commas, without those that are empty. */
export function listItems(list: string | undefined): readonly string[] {
  return (list ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** Gives the scheme in lower case; undefined where there is none. */
export function schemeOf(uri: string): string | undefined {
  return /^([a-z][a-z0-9+.-]*):/iu.exec(uri)?.[1]?.toLowerCase();
}

/** Whether a file is on the disk of whoever submits: no pod can read it there. */
export function isOnSubmittersDisk(uri: string): boolean {
  return ['file', undefined].includes(schemeOf(uri));
}

/** Splits at the first `#`. */
export function splitFragment(uri: string): UriParts {
  const at = uri.indexOf('#');
  return at < 0
    ? { base: uri, fragment: undefined }
    : { base: uri.slice(0, at), fragment: uri.slice(at + 1) };
}

/** Puts the two together again. */
export function withFragment({ base, fragment }: UriParts): string {
  return fragment === undefined ? base : `${base}#${fragment}`;
}

/** Gives the path of a `file:` URI, or of what has no scheme, as the file system has it. */
export function pathOfFile(uri: string): string {
  if (schemeOf(uri) === undefined) return uri;
  const path = uri.slice('file:'.length).replace(/^\/\/[^/]*/u, '');
  return decoded(path);
}

/** Gives the `file:` URI of an absolute path, as Java writes it: one slash, and only those characters escaped that must be. */
export function fileUri(path: string): string {
  const escaped = path.replaceAll(/[^\w\-!.~'()*:@&=+$,;/\u0080-\u{10FFFF}]/gu, (character) =>
    encodeURIComponent(character),
  );
  return `file:${escaped}`;
}

/** `#` and `%` that no hex digits follow are not decoded but left as they are. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** What Java's `URI` takes; brackets only behind the path. */
const URI =
  /^(?:(?<scheme>[a-z][a-z0-9+.-]*):(?=[^#]))?(?<rest>(?:[\w\-!.~'()*;/?:@&=+$,[\]\u0080-\u{10FFFF}]|%[0-9a-f]{2})*)(?:#(?<fragment>(?:[\w\-!.~'()*;/?:@&=+$,[\]\u0080-\u{10FFFF}]|%[0-9a-f]{2})*))?$/iu;

function hasBracketInPath({ scheme, rest = '' }: Readonly<Record<string, string | undefined>>): boolean {
  const isOpaque = scheme !== undefined && !rest.startsWith('/');
  const [path = ''] = rest.split('?');
  // Before the first slash a colon would end a scheme.
  const isMisnamed = scheme === undefined && /^[^/]*:/u.test(path);
  return isMisnamed || (!isOpaque && /[[\]]/u.test(path));
}
