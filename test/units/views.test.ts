/** The units of `views/`. */
import { runTogether, UNITS } from '../helpers/run/run-together.js';

await runTogether(UNITS.views);
