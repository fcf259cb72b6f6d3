"use strict";

(function () {
  const base = new URL("..", window.location.href);
  const files = new URL("file/", base).href;

  window.ui = SwaggerUIBundle({
    dom_id: "#api",
    url: new URL("openapi?format=json", base).href,
    // Never asks another host whether the document is valid.
    validatorUrl: null,
    deepLinking: true,
    displayRequestDuration: true,
    tryItOutEnabled: true,
    requestInterceptor: function (request) {
      // A name's slashes are written plainly in a path, which OpenAPI cannot say.
      if (request.url.startsWith(files)) {
        const [path, ...query] = request.url.split("?");
        request.url = [path.replace(/%2F/gi, "/"), ...query].join("?");
      }
      return request;
    },
  });
})();
