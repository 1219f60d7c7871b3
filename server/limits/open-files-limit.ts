/**
 * Returns how many descriptors this process may open (`ulimit -n`). Infinity if there is no limit,
 * or if Node does not report it. Node raises the soft limit to the hard limit when it starts.
 */
export function getOpenFilesLimit(): number {
  limit ??= readLimit();
  return limit;
}

let limit: number | undefined;

function readLimit(): number {
  if (!process.report) return Number.POSITIVE_INFINITY;
  // The report would otherwise look up the name of every peer.
  Object.assign(process.report, { excludeNetwork: true });
  const { userLimits } = process.report.getReport() as { userLimits?: UserLimits };
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : Number.POSITIVE_INFINITY;
}

interface UserLimits {
  readonly open_files?: { readonly soft: number | 'unlimited' };
}
