import { setImmediate as later } from 'node:timers/promises';
import {
  type CallHandler,
  Controller,
  type ExecutionContext,
  Get,
  HttpException,
  Injectable,
  Module,
  type NestInterceptor,
  Param,
  UseInterceptors,
} from '@nestjs/common';
import { map, type Observable } from 'rxjs';

@Injectable()
export class Prices {
  readonly #prices = new Map([
    ['tea', 2],
    ['cake', 5],
  ]);

  async of(thing: string): Promise<number> {
    await later();
    const price = this.#prices.get(thing);
    if (price === undefined) throw new HttpException(`no ${thing} today`, 404);
    return price;
  }
}

@Injectable()
export class Stamp implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map(bill => ({ bill, stamped: true })));
  }
}

@Controller('buy')
@UseInterceptors(Stamp)
export class Shop {
  // Which class it needs is known only by its emitted metadata.
  constructor(private readonly prices: Prices) {}

  @Get(':things')
  async buy(@Param('things') things: string): Promise<string> {
    let total = 0;
    for (const thing of things.split(',')) total += await this.prices.of(thing);
    const bill = `${things}: ${total}`; // @held
    return bill;
  }
}

@Module({ controllers: [Shop], providers: [Prices, Stamp] })
export class ShopModule {}
