# The operator: Node, its bundled program, sparkctl's (dist/sparkctl.mjs), the jar for drivers and the CRDs. No npm, no
# JVM, no Spark.
#
#   docker build --tag docker.io/spark-application-operator/operator:0.1.0 .

ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim
ARG MAVEN_IMAGE=docker.io/library/maven:3-eclipse-temurin-17
# Must have the C++ library that the Node binary of NODE_IMAGE was built for.
ARG RUNTIME_IMAGE=docker.io/library/debian:bookworm-slim

FROM ${MAVEN_IMAGE} AS driver-plugin
WORKDIR /build
COPY src/driver-plugin/pom.xml src/driver-plugin/
COPY src/driver-plugin/src/main src/driver-plugin/src/main
RUN --mount=type=cache,target=/root/.m2 \
    mvn --quiet --batch-mode --file src/driver-plugin/pom.xml package -Dmaven.test.skip=true

FROM ${NODE_IMAGE} AS node

FROM node AS bundle
# For networks whose registries are signed by a CA of their own: a file with its certificate, mounted into the build.
ARG NODE_EXTRA_CA_CERTS
WORKDIR /build
COPY package.json package-lock.json ./
# npm installs all development packages or none; of those, a bundle needs only esbuild.
RUN --mount=type=cache,target=/root/.npm \
    npm install --no-save --no-audit --no-fund --omit=dev --omit=optional \
    && npm install --no-audit --no-fund --prefix /opt/esbuild \
       "esbuild@$(node --print 'require("./package.json").devDependencies.esbuild')"
ENV PATH=/opt/esbuild/node_modules/.bin:${PATH}
COPY tsconfig.json ./
COPY src src
RUN npm run build:bundle

FROM ${RUNTIME_IMAGE}
WORKDIR /opt/spark-operator
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=driver-plugin /build/dist dist
COPY crds dist/crds
COPY --from=bundle /build/dist dist
USER 65532:65532
ENV NODE_ENV=production
# A dependency of the Kubernetes client still uses punycode; nobody who runs the operator can do anything about it.
ENTRYPOINT ["node", "--enable-source-maps", "--disable-warning=DEP0040", "dist/main.mjs"]
