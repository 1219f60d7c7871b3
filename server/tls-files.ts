import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { type Config, ConfigError } from './config.js';

/**
 * Reads the PEM texts of the certificate and its key. Throws a `ConfigError` that names the invalid
 * key.
 */
export function readTlsFiles(tls: NonNullable<Config['tls']>): { cert: string; key: string } {
  const files = { cert: read('TLS_CERT', tls.cert), key: read('TLS_KEY', tls.key) };
  try {
    createSecureContext(files);
  } catch (cause) {
    throw new ConfigError('TLS_CERT, TLS_KEY: expected a PEM certificate and its own PEM key', {
      cause,
    });
  }
  return files;
}

function read(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ConfigError(`${name}: expected the path of a readable file`, { cause });
  }
}
