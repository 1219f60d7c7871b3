/** The script of /embed: htmx for the builder, and the little that only a script can do. */
import './embed/htmx.js';
import { offerCopies } from './embed/copy-buttons.js';
import { logEvents } from './embed/event-log.js';
import { followLook } from './embed/live-look.js';

// What needs a script is shown from now on, also in what htmx brings.
document.documentElement.dataset.scripted = '';
offerCopies(document);
logEvents(document);
followLook(document);
