/** Where things lie on a page with a <video-room>, what has the focus there, and what moves. */
import type { Page } from 'playwright-core';
import { onCall } from '../call/call-page.js';

/** One control as it is pressed: for a checkbox, with the label around it. */
export interface Control {
  readonly what: string;
  readonly box: Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom' | 'width' | 'height'>;
}

/** The name of what has the focus, however deep; of a panel, with `dialog` before it. */
export const focusedName = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element) return '';
    if (element.role === 'dialog') return `dialog ${element.querySelector('h2')?.textContent}`;
    const [label] = (element as HTMLInputElement).labels ?? [];
    return (element.ariaLabel ?? label?.textContent ?? element.textContent ?? '').trim();
  });

/** Every control of the toolbar and of the open panel, scrolled to within the panel. */
export const controlsOf = (page: Page): Promise<Control[]> =>
  onCall(page, ({ shadowRoot }) => {
    const found = shadowRoot?.querySelectorAll<HTMLElement>(
      ':is(.toolbar, .sheet) :is(button, input, select, textarea, a)',
    );
    return [...(found ?? [])]
      .filter((element) => element.checkVisibility())
      .map((element) => {
        const target = element.matches('[type=checkbox]') ? element.closest('label') : null;
        const pressed = target ?? element;
        if (pressed.closest('.sheet')) pressed.scrollIntoView({ block: 'nearest' });
        const { left, right, top, bottom, width, height } = pressed.getBoundingClientRect();
        const what = element.ariaLabel ?? pressed.textContent?.trim().slice(0, 30) ?? '';
        return { what, box: { left, right, top, bottom, width, height } };
      });
  });

/** What holds more than its width: the page, the call or what scrolls in its panel. */
export const sidewaysScroll = (page: Page): Promise<string[]> =>
  onCall(page, (call) => {
    const inner = call.shadowRoot?.querySelectorAll('.sheet, .settings, .chat') ?? [];
    return [document.documentElement, call, ...inner]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
      .map(({ localName, className }) => `${localName} ${className}`);
  });

/** Pairs that lie on each other: of the buttons of the toolbar, the self view and `more`. */
export const overlaps = (page: Page, more = '.none'): Promise<string[]> =>
  onCall(
    page,
    ({ shadowRoot }, selector) => {
      const parts = [
        ...(shadowRoot?.querySelectorAll<HTMLElement>(
          `.toolbar button, .self, .mark, ${selector}`,
        ) ?? []),
      ].filter((element) => element.checkVisibility());
      return parts.flatMap((one, index) =>
        parts.slice(index + 1).flatMap((other) => {
          const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
          const isApart =
            a.right <= b.left + 1 ||
            b.right <= a.left + 1 ||
            a.bottom <= b.top + 1 ||
            b.bottom <= a.top + 1;
          return isApart
            ? []
            : [[one, other].map((each) => each.ariaLabel ?? each.className).join()];
        }),
      );
    },
    more,
  );

/** Everything on the page, in every shadow tree, whose animation or transition lasts longer, in s. */
export const longestMotion = (page: Page, seconds: number): Promise<string[]> =>
  page.evaluate((limit) => {
    const everything = (root: ParentNode): Element[] =>
      [...root.querySelectorAll('*')].flatMap((element) => [
        element,
        ...(element.shadowRoot ? everything(element.shadowRoot) : []),
      ]);
    return everything(document).flatMap((element) =>
      ['', '::before', '::after'].flatMap((pseudo) => {
        const style = getComputedStyle(element, pseudo);
        const isPseudoThere = pseudo === '' || style.content !== 'none';
        const longest = Math.max(
          ...`${style.animationDuration},${style.transitionDuration}`
            .split(',')
            .map(Number.parseFloat),
        );
        return isPseudoThere && longest > limit
          ? [`${element.localName}.${element.className}${pseudo}: ${longest} s`]
          : [];
      }),
    );
  }, seconds);
