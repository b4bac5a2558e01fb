import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Shop, ShopModule } from './shop';

async function main(): Promise<void> {
  const app = await NestFactory.create(ShopModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const ask = async (things: string) => {
    const response = await fetch(`${url}/buy/${things}`, { headers: { connection: 'close' } });
    return `${response.status} ${await response.text()}`;
  };
  for (const answer of await Promise.all(['tea,cake', 'tea', 'coffee'].map(ask))) console.log(answer);
  await app.close();
  const types = Reflect.getMetadata('design:paramtypes', Shop) as { name: string }[];
  console.log(types.map(({ name }) => name).join(' '));
  process.exitCode = 3;
}

void main();
