import flipIcon from 'lucide-static/icons/switch-camera.svg';
import type { Tool, ToolView } from './tool.js';
import type { ToolButton } from './tool-button.js';

/** The camera on the other side of a phone. */
export class FlipCameraTool implements Tool {
  button({ words, features, cameraOn }: ToolView): ToolButton | null {
    const devices = features?.devices;
    if (!devices || !cameraOn || devices.of('videoinput').length < 2) return null;
    // Two cameras on a desk are chosen in the settings.
    const isPhone = devices.hasCamerasOnBothSides || matchMedia('(pointer: coarse)').matches;
    if (!isPhone) return null;
    return {
      label: words.settings.flip,
      icon: flipIcon,
      run: () => void devices.switchCamera().catch(() => null),
    };
  }
}
