import { createApp } from 'vue';
import App from './app.vue';

const root = document.createElement('main');
document.body.append(root);
createApp(App).mount(root);
