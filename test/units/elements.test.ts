/** The units of `elements/`. */
import { runTogether, UNITS } from '../helpers/run-together.js';

await runTogether(UNITS.elements);
