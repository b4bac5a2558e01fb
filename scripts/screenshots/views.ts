import type { Page } from 'playwright-core';

/** A picture, and how a person comes to what it shows. */
export interface Pictured {
  readonly name: string;
  show(page: Page): Promise<void>;
}

export const views: readonly Pictured[] = [
  {
    name: 'river',
    async show(page) {
      await goTo(page, 'River');
      await page.getByRole('button', { name: 'Pause' }).click();
    },
  },
  {
    name: 'sessions',
    async show(page) {
      await goTo(page, 'Sessions');
      await page.getByRole('tree', { name: 'Variables of the function' }).waitFor();
    },
  },
  {
    name: 'flow',
    async show(page) {
      await page.getByRole('definition').getByRole('link').first().click();
      await page.getByRole('heading', { level: 1, name: 'GET /checkout' }).waitFor();
    },
  },
  { name: 'findings', show: page => goTo(page, 'Findings') },
  {
    name: 'finding',
    async show(page) {
      await page.getByRole('link', { name: /^Scope "upload"/ }).click();
      await page.getByRole('heading', { level: 1, name: 'scope-crossed' }).waitFor();
    },
  },
  { name: 'resources', show: page => goTo(page, 'Resources') },
  { name: 'system', show: page => goTo(page, 'System') },
  {
    name: 'runs',
    async show(page) {
      await goTo(page, 'Runs');
      await page.getByRole('combobox', { name: /^A\b/ }).selectOption({ index: 2 });
      await page.getByRole('combobox', { name: /^B\b/ }).selectOption({ index: 1 });
      await page.getByRole('button', { name: 'Compare' }).click();
      await page.getByRole('table').nth(2).waitFor();
    },
  },
];

async function goTo(page: Page, title: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: title }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}
