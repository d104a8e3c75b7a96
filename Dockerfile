# The operator: Node, its bundled program, sparkctl's (dist/sparkctl.mjs), the jar for drivers and a list of what
# the programs are made of (dist/sbom.cdx.json). Of Debian only the libraries that Node needs: no shell, no package
# manager, no npm, no JVM, no Spark. It is patched by building it anew on newer images; what scanners look for, the versions
# of these libraries, stands in /var/lib/dpkg/status.d.
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
# The list of components names the program by its folder.
WORKDIR /spark-application-operator
COPY package.json package-lock.json ./
# npm installs all development packages or none; of those, a bundle needs only esbuild.
RUN --mount=type=cache,target=/root/.npm \
    npm install --no-save --no-audit --no-fund --omit=dev --omit=optional \
    && npm install --no-audit --no-fund --prefix /opt/esbuild \
       "esbuild@$(node --print 'require("./package.json").devDependencies.esbuild')"
ENV PATH=/opt/esbuild/node_modules/.bin:${PATH}
COPY tsconfig.json ./
COPY test/package test/package
COPY src src
RUN ln --symbolic /opt/esbuild/node_modules/esbuild node_modules/esbuild \
    && npm run build:bundle && npm run build:sbom

FROM ${RUNTIME_IMAGE} AS libraries
COPY --from=node /usr/local/bin/node /usr/local/bin/node
RUN mkdir -p /slim/var/lib/dpkg/status.d \
    && cp --parents /usr/local/bin/node /slim \
    && cp --parents --dereference /etc/os-release /etc/nsswitch.conf /slim \
    && ldd /usr/local/bin/node | grep --only-matching '/[^ ]*' | xargs -I{} cp --parents --dereference {} /slim \
    && for package in libc6 libgcc-s1 libstdc++6; do \
         dpkg-query --status "$package" > "/slim/var/lib/dpkg/status.d/$package" || exit 1; \
       done

FROM scratch
COPY --from=libraries /slim /
WORKDIR /opt/spark-operator
COPY --from=driver-plugin /build/dist dist
COPY --from=bundle /spark-application-operator/dist dist
USER 65532:65532
ENV PATH=/usr/local/bin NODE_ENV=production
# A dependency of the Kubernetes client still uses punycode; nobody who runs the operator can do anything about it.
# A parallel scavenge stops the operator until V8's other threads have had a processor, which others may have.
ENTRYPOINT ["node", "--disable-warning=DEP0040", "--no-parallel-scavenge", "dist/main.mjs"]
