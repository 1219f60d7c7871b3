/**
 * How many descriptors this process may have (`ulimit -n`); Infinity where there is no limit, or none that
 * Node tells. Node raises the soft limit to the hard one at its start.
 */
export function getOpenFilesLimit(): number {
  limit ??= readLimit();
  return limit;
}

let limit: number | undefined;

function readLimit(): number {
  if (!process.report) return Number.POSITIVE_INFINITY;
  // It would look up the name of every peer.
  Object.assign(process.report, { excludeNetwork: true });
  const { userLimits } = process.report.getReport() as { userLimits?: UserLimits };
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : Number.POSITIVE_INFINITY;
}

interface UserLimits {
  readonly open_files?: { readonly soft: number | 'unlimited' };
}
