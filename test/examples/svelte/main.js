import { mount } from 'svelte';
import App from './app.svelte';

const target = document.createElement('main');
document.body.append(target);
mount(App, { target });
