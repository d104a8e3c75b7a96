/** Makes a failing case small enough for a person to see at once what is wrong. */
import type { OracleCase } from './oracle-case.ts';

/**
 * The case without whatever does not matter: properties, arguments, the proxy user are dropped one after the other
 * as long as the rest still `fails`, until none of them can be dropped any more.
 */
export async function shrink(
  failing: OracleCase,
  fails: (asked: OracleCase) => Promise<boolean>,
): Promise<OracleCase> {
  let smallest = failing;
  for (let before; before !== smallest;) {
    before = smallest;
    for (const smaller of smallerOnes(smallest)) {
      const candidate = smaller(smallest);
      if (candidate !== undefined && (await fails(candidate))) smallest = candidate;
    }
  }
  return smallest;
}

type Smaller = (asked: OracleCase) => OracleCase | undefined;

/** Every way to make it smaller by one thing; undefined where the thing has gone already. */
function smallerOnes({ conf }: OracleCase): readonly Smaller[] {
  return [
    (asked) => (asked.arguments.length === 0 ? undefined : { ...asked, arguments: [] }),
    ({ proxyUser, ...asked }) => (proxyUser === undefined ? undefined : asked),
    ({ hadoopConf, ...asked }) => (hadoopConf === undefined ? undefined : asked),
    ({ files, ...asked }) => (files === undefined ? undefined : asked),
    ({ profile, ...asked }) => (profile === undefined ? undefined : asked),
    ...Object.keys(conf).map(withoutProperty),
  ];
}

function withoutProperty(key: string): Smaller {
  return (asked) => {
    const { [key]: dropped, ...others } = asked.conf;
    return dropped === undefined ? undefined : { ...asked, conf: others };
  };
}
