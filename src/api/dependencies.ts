import { Type } from 'typebox';
import { Strings } from './schema.ts';

const optional = Type.Optional;

/** Each list stands for one property; Spark fetches what it names, not the operator. */
export const DependenciesSchema = Type.Object(
  {
    jars: optional(Strings('Jars for driver and executors: spark.jars.')),
    files: optional(Strings('Files put into the working directory of each executor: spark.files.')),
    pyFiles: optional(Strings('Python files put on PYTHONPATH: spark.submit.pyFiles.')),
    archives: optional(Strings('Archives unpacked beside each executor: spark.archives.')),
    packages: optional(Strings('Maven coordinates the driver resolves: spark.jars.packages.')),
    excludePackages: optional(Strings('groupId:artifactId to leave out: spark.jars.excludes.')),
    repositories: optional(Strings('More Maven repositories: spark.jars.repositories.')),
  },
  { description: 'What the application needs beside its main file.' },
);
