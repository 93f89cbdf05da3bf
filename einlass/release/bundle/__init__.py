"""What a release produces: publications → a folder for any web server, from the records alone.

site       what every page needs to know           layout     where each file lies, and how others point there
clean      what of a record may leave               cells      an amount as text, a table as columns
charts     a figure as SVG                          sheets     CSV, XLSX, JSON of a version
paper      PDF and pictures of a version            pages      what HTML says; html: how it is rendered
feed       Atom, sitemap                            catalogue  DCAT-AP.de; package: CSVW, Frictionless
folder     all of it, in one go                     check      whether a folder is what its records say
"""
