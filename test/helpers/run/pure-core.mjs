/**
 * Which sources `npm test` prints the coverage of: the pure core, by what its files are named. It is
 * measured in the processes that run the units, and nowhere else: to measure makes code slow.
 */
const PURE_CORE = [
  'elements/**/{negotiation,media-flow,ordered-inbox}.ts',
  'elements/**/*-{policy,rules,state}.ts',
  'server/**/*-{policy,rules}.ts',
  'server/protocol/*.ts',
];

export default (file) => (file.startsWith('test/units/') ? PURE_CORE : null);
