/** The units of `elements/`. */
import { runTogether, UNITS } from '../helpers/run/run-together.js';

await runTogether(UNITS.elements);
