/** The units of `server/signaling/`, but for those that need a process of their own. */
import { runTogether, UNITS } from '../helpers/run/run-together.js';

await runTogether(UNITS.signaling);
