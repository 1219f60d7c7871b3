/** The units of `server/`, but for signaling, and for those that need a process of their own. */
import { runTogether, UNITS } from '../helpers/run/run-together.js';

await runTogether(UNITS.server);
