#!/usr/bin/env node
/** The process edge: environment → configuration → app → listen → graceful close. */
import type { AddressInfo } from 'node:net';
import { buildApp } from './app.js';
import { type Config, ConfigError, parseConfig } from './config.js';
import { isLoopback } from './http/own-host.js';

/** Deployments wait 5 s at most. A connection that does not end is cut shortly before. */
const CLOSE_TIMEOUT_MS = 4_500;

/** The address that people type: the public one, or the one of this machine. */
function siteUrl(config: Config, port: number): URL {
  if (config.publicUrl) return config.publicUrl;
  const isThisMachine = ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(config.host);
  const host = isThisMachine ? 'localhost' : config.host;
  const name = host.includes(':') ? `[${host}]` : host;
  return new URL(`${config.tls ? 'https' : 'http'}://${name}:${port}`);
}

async function startServer(): Promise<void> {
  const config = parseConfig(process.env);
  const app = await buildApp(config);

  const stopServer = async (signal: string): Promise<void> => {
    app.log.info(`${signal}: closing`);
    setTimeout(() => process.exit(0), CLOSE_TIMEOUT_MS).unref();
    await app.close();
    process.exit(0);
  };
  // Ignore a second signal (Ctrl-C reaches npm and this process): it would end the process before
  // all clients are told.
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, () => {
      if (!isStopping) void stopServer(signal);
      isStopping = true;
    });
  }

  await app.listen({ host: config.host, port: config.port });
  const { port } = app.server.address() as AddressInfo;
  const address = siteUrl(config, port);
  app.log.info(`Open ${address.origin}`);
  if (address.protocol === 'http:' && !isLoopback(address.hostname)) {
    app.log.warn(
      'Browsers give no camera to a page over plain http: set TLS_CERT and TLS_KEY, or PUBLIC_URL to an https address.',
    );
  }
}

/** One line for an error that the operator can fix, a stack trace for all others. */
function describeFailure(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (error instanceof Error && 'syscall' in error && 'code' in error) {
    const inUse = error.code === 'EADDRINUSE' ? ', another program listens there' : '';
    return `HOST, PORT: cannot listen (${error.code}${inUse})`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  await startServer();
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`);
  process.exit(1);
}
