import {
  type ControlRequest,
  isControlName,
  mustBeAsk,
  mustBeFlat,
  parseControlRequest,
} from '../../wire/protocol/index.ts';

/** A request as a controller may say it. */
export function readRequest(text: string): ControlRequest {
  mustBeFlat(text);
  const request = parseControlRequest(text);
  // One that is not known is answered by who knows what there is.
  if (isControlName(request.do)) mustBeAsk(request.do, request.ask);
  return request;
}
