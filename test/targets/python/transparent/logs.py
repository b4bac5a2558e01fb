"""logging and warnings name the program's lines."""
import logging
import warnings

logging.basicConfig(format="%(levelname)s %(filename)s:%(lineno)d %(funcName)s %(threadName)s %(message)s")


def speaks():
    logging.warning("careful")
    try:
        1 / 0
    except ZeroDivisionError:
        logging.exception("caught")


speaks()
warnings.simplefilter("always")
warnings.warn("old", DeprecationWarning, stacklevel=1)
